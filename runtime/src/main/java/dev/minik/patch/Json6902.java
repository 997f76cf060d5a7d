package dev.minik.patch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies JSON patches. The only class that touches their library. */
final class Json6902 {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final EnumSet<CompatibilityFlags> AS_IN_THE_RFC =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private Json6902() {}

    /** Returns {@code document} after {@code operations}, in order; one that fails is named in the exception. */
    static Map<String, @Nullable Object> apply(List<JsonOperation> operations, Map<String, @Nullable Object> document) {
        JsonNode node = MAPPER.valueToTree(document);
        for (int i = 0; i < operations.size(); i++) {
            node = apply(operations.get(i), i, node);
        }
        if (!(node instanceof ObjectNode)) {
            throw new PatchException("the operations leave no mapping");
        }
        return PlainValues.copyOf(MAPPER.convertValue(node, new TypeReference<Map<String, @Nullable Object>>() {}));
    }

    private static JsonNode apply(JsonOperation operation, int index, JsonNode node) {
        try {
            JsonNode patch = MAPPER.valueToTree(List.of(operation.members()));
            return JsonPatch.apply(patch, node, AS_IN_THE_RFC);
        } catch (JsonPatchApplicationException | IllegalStateException | IllegalArgumentException e) {
            // The library's exceptions for positions that no list has are of the last two kinds.
            throw new PatchException(
                    "operation %d (%s) fails: %s".formatted(index, operation, PlainValues.show(e.getMessage())), e);
        }
    }
}
