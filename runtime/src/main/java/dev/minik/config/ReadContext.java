package dev.minik.config;

import dev.minik.model.IpFamily;
import java.nio.file.Path;
import java.util.List;

/**
 * What all readers of one file share.
 *
 * @param schema the schema that the file is written in
 * @param ipFamily the versions of IP that the cluster uses
 * @param directory the directory that relative host paths are relative to
 * @param problems takes what is wrong
 * @param warnings takes what is not wrong but should be known
 */
record ReadContext(SchemaVersion schema, IpFamily ipFamily, Path directory, Problems problems, List<String> warnings) {
    /** Refuses fields that only our own schema has, where the file is in another; they are not read then. */
    void ours(Fields fields, String... names) {
        if (schema != SchemaVersion.MINIK) {
            for (var name : names) {
                fields.refuse(
                        name,
                        "not a field of %s; it is one of %s"
                                .formatted(schema.apiVersion(), SchemaVersion.MINIK.apiVersion()));
            }
        }
    }
}
