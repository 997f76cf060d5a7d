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
record ReadContext(SchemaVersion schema, IpFamily ipFamily, Path directory, Problems problems, List<String> warnings) {}
