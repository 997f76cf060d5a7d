package dev.minik.config;

import dev.minik.config.ConfigField.Default;
import dev.minik.config.ConfigField.Otherwise;
import dev.minik.config.ConfigField.Required;
import dev.minik.config.FieldType.Section;
import dev.minik.docs.GeneratedFile;

/** The tables of the config reference: one for each mapping, a line for each field. */
final class ConfigTables {
    private ConfigTables() {}

    /** Returns the page with its tables as they are now. */
    static String in(String page) {
        var text = page;
        for (var section : ConfigFields.sections()) {
            if (!isThereAlready(section)) {
                text = GeneratedFile.between(text, marker(section), table(section));
            }
        }
        return text;
    }

    /** The JSON patches of a node are as those of the cluster. */
    private static boolean isThereAlready(Section section) {
        return section.path().equals("nodes[].kubeadmConfigPatchesJSON6902[]");
    }

    private static String marker(Section section) {
        return "fields " + (section.path().isEmpty() ? "top" : section.path());
    }

    private static String table(Section section) {
        var text = new StringBuilder("""
                | Field | Type | Default | Meaning | Example |
                | --- | --- | --- | --- | --- |
                """);
        for (var field : section.fields()) {
            text.append("| `%s`%s | %s | %s | %s | `%s: %s` |\n"
                    .formatted(
                            field.name(),
                            field.ours() ? " ◆" : "",
                            field.type().words(),
                            presence(field),
                            field.meaning(),
                            field.name(),
                            field.example()));
        }
        return text.toString();
    }

    private static String presence(ConfigField field) {
        if (field.presence() instanceof Default standard) {
            return "`%s`".formatted(standard.value());
        }
        if (field.presence() instanceof Otherwise otherwise) {
            return otherwise.words();
        }
        return field.presence() instanceof Required ? "required" : "";
    }
}
