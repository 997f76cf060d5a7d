package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.config.ConfigField.Default;
import dev.minik.config.FieldType.Section;
import dev.minik.error.MinikException;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields that are described are those that the readers ask for, and are as they are described. */
class ConfigFieldsTest {
    /** So unlike any name that no reader guesses which one was meant. */
    private static final String UNKNOWN = "z".repeat(60);

    private static final String KNOWN = "unknown field; the fields here are ";

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void writeWhatTheExamplesName() throws IOException {
        Files.writeString(directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        Files.writeString(directory.resolve("password"), "secret\n");
        Files.writeString(directory.resolve("motd"), "Welcome\n");
        Files.writeString(directory.resolve("calico.yaml"), "kind: ConfigMap\n");
    }

    static Stream<Section> sections() {
        return ConfigFields.sections().stream();
    }

    static Stream<Arguments> fields() {
        return sections()
                .flatMap(section -> section.fields().stream().map(field -> arguments(section.path(), field.name())));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void theReadersAskForWhatIsDescribedAndForNothingElse(Section section) {
        var known = problems(file(SchemaVersion.MINIK, section, Map.of(UNKNOWN, 1))).stream()
                .filter(problem -> problem.contains(KNOWN))
                .map(problem -> problem.substring(problem.indexOf(KNOWN) + KNOWN.length()))
                .toList();

        assertEquals(1, known.size());
        assertEquals(
                new TreeSet<>(section.fields().stream().map(ConfigField::name).toList()),
                new TreeSet<>(List.of(known.get(0).split(", "))));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void theExampleLoads(String path, String name) {
        var section = section(path);
        var field = section.field(name);
        var file = example(SchemaVersion.MINIK, section, field, field.exampleValue());

        assertFalse(field.meaning().isBlank());
        load(file);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void kindsFormatHasItUnlessItIsOurs(String path, String name) {
        var section = section(path);
        var field = section.field(name);
        if (isOursBelow(ConfigFields.FILE, section)) {
            return;
        }
        var value = name.equals("apiVersion") ? SchemaVersion.KIND.apiVersion() : field.exampleValue();
        var file = example(SchemaVersion.KIND, section, field, value);

        if (field.ours()) {
            var problems = problems(file);
            assertTrue(problems.stream().allMatch(line -> line.contains("not a field of kind.x-k8s.io")), file);
        } else {
            load(file);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void theDefaultIsWhatIsMeantByNothing(String path, String name) {
        var section = section(path);
        var field = section.field(name);
        if (field.presence() instanceof Default standard) {
            assertEquals(
                    load(file(SchemaVersion.MINIK, section, new LinkedHashMap<>(field.companions()))),
                    load(example(SchemaVersion.MINIK, section, field, standard.value())));
        }
    }

    private static Section section(String path) {
        return sections()
                .filter(section -> section.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether a section belongs to a field that only our format has. */
    private static boolean isOursBelow(Section from, Section sought) {
        return from.fields().stream()
                .flatMap(field -> field.sections().stream()
                        .map(inner ->
                                (field.ours() && ConfigFields.sections(inner).anyMatch(sought::equals))
                                        || isOursBelow(inner, sought)))
                .anyMatch(ours -> ours);
    }

    /** Returns a file in which a field has a value, with whatever it needs beside it. */
    private static String example(SchemaVersion schema, Section section, ConfigField field, Object value) {
        var fields = new LinkedHashMap<Object, Object>(field.companions());
        fields.put(field.name(), value);
        return file(schema, section, fields);
    }

    /** Returns a file with a section of these fields, to which those are added that must be there. */
    private static String file(SchemaVersion schema, Section section, Map<?, ?> given) {
        Map<Object, Object> fields = complete(schema, section, given);
        var at = section.path();
        while (!at.isEmpty()) {
            var dot = at.lastIndexOf('.');
            var name = at.substring(dot + 1);
            var list = name.endsWith("[]");
            Object value = name.equals("nodes[]")
                    ? List.of(Map.of("role", "control-plane"), fields)
                    : list ? List.of(fields) : fields;
            at = dot < 0 ? "" : at.substring(0, dot);
            fields = complete(schema, section(at), Map.of(list ? name.substring(0, name.length() - 2) : name, value));
        }
        return Yaml.dump(fields);
    }

    private static Map<Object, Object> complete(SchemaVersion schema, Section section, Map<?, ?> given) {
        var fields = new LinkedHashMap<Object, Object>(given);
        for (var field : section.fields()) {
            if (field.isRequired()) {
                fields.putIfAbsent(
                        field.name(), field.name().equals("apiVersion") ? schema.apiVersion() : field.exampleValue());
                if (given.isEmpty() || given.containsKey(UNKNOWN)) {
                    field.companions().forEach(fields::putIfAbsent);
                }
            }
        }
        return fields;
    }

    private ClusterConfig load(String text) {
        return new ConfigLoader(KubernetesCatalogue.load(), directory, warning -> {})
                .load(Optional.of(new ConfigSource("cluster.yaml", text)), ConfigOverrides.NONE);
    }

    private List<String> problems(String text) {
        return assertThrows(MinikException.class, () -> load(text), text).details();
    }
}
