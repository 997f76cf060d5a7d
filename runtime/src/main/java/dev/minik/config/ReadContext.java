package dev.minik.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What all readers of one file share.
 *
 * @param schema the schema that the file is written in
 * @param directory the directory that relative host paths are relative to
 * @param problems takes what is wrong
 * @param warnings takes what is not wrong but should be known
 */
record ReadContext(SchemaVersion schema, Path directory, Problems problems, List<String> warnings) {}
