package dev.minik.config;

import dev.minik.docs.GeneratedFile;
import org.junit.jupiter.api.Test;

/** The schema and the tables of the reference are those of the fields. */
class ConfigReferenceTest {
    @Test
    void theSchema() {
        GeneratedFile.of("docs/cluster.schema.json").mustBe(ConfigSchema.text(), "runtime", ConfigReferenceTest.class);
    }

    @Test
    void theTables() {
        var page = GeneratedFile.of("docs/config.md");

        page.mustBe(ConfigTables.in(page.text()), "runtime", ConfigReferenceTest.class);
    }
}
