package dev.minik.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as plain values: maps (in order), lists, strings, numbers, booleans, null. Nothing but these can be read, duplicate keys are
 * refused, and size, nesting and aliases are limited, so that a hostile document cannot do harm.
 */
public final class Yaml {
    private static final int MAX_DOCUMENT = 8 * 1024 * 1024;
    private static final int MAX_LINE = 512 * 1024;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;

    private Yaml() {}

    /** Reads one document; null for an empty one. Throws {@link YamlException}. */
    public static @Nullable Object load(String text) {
        limit(text);
        try {
            return parser().load(text);
        } catch (YAMLException e) {
            throw failure(e);
        }
    }

    /** Reads all documents of a stream, leaving out empty ones. Throws {@link YamlException}. */
    public static List<Object> loadAll(String text) {
        limit(text);
        try {
            var documents = new ArrayList<Object>();
            for (Object document : parser().loadAll(text)) {
                if (document != null) {
                    documents.add(document);
                }
            }
            return documents;
        } catch (YAMLException e) {
            throw failure(e);
        }
    }

    /** Writes a value as a document in block style, keys in their order. */
    public static String dump(Object value) {
        return writer().dump(value);
    }

    /**
     * Writes a value likewise, long texts on several lines where they have spaces: in one line, one that has its own lines, some ending with
     * a space, would be as long as the text is, and then not be read again.
     */
    public static String dumpWrapped(Object value) {
        return yaml(new WaryResolver(), true).dump(value);
    }

    /** Writes values as a stream of documents. */
    public static String dumpAll(List<?> values) {
        return writer().dumpAll(values.iterator());
    }

    private static org.yaml.snakeyaml.Yaml parser() {
        return yaml(new TextResolver(), false);
    }

    /** Puts in quotes what any reader could take for something else than text. */
    private static org.yaml.snakeyaml.Yaml writer() {
        return yaml(new WaryResolver(), false);
    }

    /** Knows one more form: go-yaml, which Kubernetes reads with, takes single letters for truth values, as YAML 1.1 has them. */
    private static final class WaryResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            super.addImplicitResolvers();
            addImplicitResolver(Tag.BOOL, Pattern.compile("[yYnN]"), "yYnN");
        }
    }

    private static org.yaml.snakeyaml.Yaml yaml(Resolver resolver, boolean wrapped) {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        loading.setCodePointLimit(MAX_DOCUMENT);
        loading.setNestingDepthLimit(MAX_DEPTH);
        loading.setMaxAliasesForCollections(MAX_ALIASES);
        var dumping = new DumperOptions();
        dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        dumping.setPrettyFlow(true);
        dumping.setSplitLines(wrapped);
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(loading), new Representer(dumping), dumping, loading, resolver);
    }

    /**
     * Leaves as text what Kubernetes and kind, whose library is go-yaml, read as text: dates, and numbers to the base 60 such as
     * {@code 10:30}.
     */
    private static final class TextResolver extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
                super.addImplicitResolver(tag, Pattern.compile("(?!.*:)(?:" + pattern + ")"), first, limit);
            } else if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }

    /** SnakeYAML has a limit as well, but its time grows with the square of the longest word, and the limit comes after that. */
    private static void limit(String text) {
        if (text.length() > MAX_DOCUMENT) {
            throw new YamlException("the text exceeds the limit of %d characters".formatted(MAX_DOCUMENT));
        }
        var longest = text.lines().mapToInt(String::length).max().orElse(0);
        if (longest > MAX_LINE) {
            throw new YamlException("a line exceeds the limit of %d characters".formatted(MAX_LINE));
        }
    }

    private static YamlException failure(YAMLException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            var mark = marked.getProblemMark();
            return new YamlException(
                    "line %d, column %d: %s"
                            .formatted(mark.getLine() + 1, mark.getColumn() + 1, oneLine(marked.getProblem())),
                    e);
        }
        return new YamlException(oneLine(e.getMessage()), e);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "not YAML" : text.strip().replaceAll("\\s+", " ");
    }
}
