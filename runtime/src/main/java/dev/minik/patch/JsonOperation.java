package dev.minik.patch;

import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a JSON patch, with all members that it needs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902</a>
 */
record JsonOperation(Map<String, @Nullable Object> members) {
    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");

    /** See <a href="https://www.rfc-editor.org/rfc/rfc6901#section-3">RFC 6901</a>. */
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

    /** Reads the operations of a patch in YAML or JSON; none from an empty text. */
    static List<JsonOperation> readAll(String text) {
        PlainValues.limit(text);
        var document = load(text);
        if (document == null) {
            return List.of();
        }
        if (!(PlainValues.copy(document) instanceof List<?> list)) {
            throw new PatchException(
                    "a JSON 6902 patch must be a list of operations, this is " + PlainValues.describe(document));
        }
        var operations = new ArrayList<JsonOperation>();
        for (int i = 0; i < list.size(); i++) {
            operations.add(of(i, list.get(i)));
        }
        return operations;
    }

    String op() {
        return String.valueOf(members.get("op"));
    }

    String path() {
        return String.valueOf(members.get("path"));
    }

    @Override
    public String toString() {
        return op() + " " + PlainValues.show(path());
    }

    private static JsonOperation of(int index, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new PatchException("operation %d must be a mapping with op and path, this is %s"
                    .formatted(index, PlainValues.describe(value)));
        }
        var operation = new JsonOperation(PlainValues.copyOf(map));
        var op = operation.op();
        if (!WITH_VALUE.contains(op) && !WITH_FROM.contains(op) && !op.equals("remove")) {
            throw new PatchException("operation %d: op must be add, remove, replace, move, copy or test%s"
                    .formatted(index, map.containsKey("op") ? ", this is " + PlainValues.show(op) : ""));
        }
        operation.checkPointer(index, "path");
        if (WITH_FROM.contains(op)) {
            operation.checkPointer(index, "from");
        }
        if (WITH_VALUE.contains(op) && !map.containsKey("value")) {
            throw new PatchException("operation %d (%s): value is missing".formatted(index, operation));
        }
        return operation;
    }

    private void checkPointer(int index, String key) {
        var value = members.get(key);
        if (value == null) {
            throw new PatchException("operation %d (%s): %s is missing".formatted(index, op(), key));
        }
        if (!(value instanceof String pointer) || !isPointer(pointer)) {
            throw new PatchException("operation %d (%s): %s must be like /apiServer/certSANs/-, this is %s"
                    .formatted(index, op(), key, PlainValues.show(value)));
        }
    }

    private static boolean isPointer(String text) {
        return text.isEmpty()
                || (text.startsWith("/") && !BAD_ESCAPE.matcher(text).find());
    }

    private static @Nullable Object load(String text) {
        try {
            return Yaml.load(text);
        } catch (YamlException e) {
            throw new PatchException(PlainValues.show(e.getMessage()), e);
        }
    }
}
