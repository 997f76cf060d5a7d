package dev.minik.patch;

/**
 * A JSON patch for one of kubeadm's documents.
 *
 * @param group API group of the document, such as {@code kubeadm.k8s.io}
 * @param version version of that group; with an empty group and an empty version, a document of any version is meant
 * @param kind kind of the document
 * @param text the list of operations, as YAML or JSON; an empty text has none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public record Json6902Patch(String group, String version, String kind, String text) {
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
