package dev.minik.patch;

import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of kubeadm's documents, or a merge patch for one.
 *
 * @param apiVersion empty in a patch for any version
 * @param content all of it, kind and version included; changeable
 */
record KubeadmDocument(String apiVersion, String kind, Map<String, @Nullable Object> content) {

    static KubeadmDocument of(Map<?, ?> document) {
        var content = PlainValues.copyOf(document);
        return new KubeadmDocument(text(content, "apiVersion"), text(content, "kind"), content);
    }

    /** Reads the documents of a merge patch; none from an empty text. */
    static List<KubeadmDocument> readAll(String text) {
        PlainValues.limit(text);
        var patches = new ArrayList<KubeadmDocument>();
        for (var document : load(text)) {
            if (!(document instanceof Map<?, ?> map)) {
                throw new PatchException("a merge patch must be a mapping, this is " + PlainValues.describe(document));
            }
            var patch = of(map);
            if (patch.kind.isEmpty()) {
                throw new PatchException("kind is missing: it names the document that is patched");
            }
            patches.add(patch);
        }
        return patches;
    }

    private static List<Object> load(String text) {
        try {
            return Yaml.loadAll(text);
        } catch (YamlException e) {
            throw new PatchException(PlainValues.show(e.getMessage()), e);
        }
    }

    private static String text(Map<String, @Nullable Object> content, String key) {
        var value = content.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new PatchException("%s must be text, this is %s".formatted(key, PlainValues.describe(value)));
    }
}
