package dev.minik.kubeadm;

import dev.minik.model.IpAddress;
import dev.minik.plan.ClusterPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pieces of which kubeadm's documents are put together. */
final class Documents {
    private Documents() {}

    static Map<String, Object> document(String apiVersion, String kind) {
        return ordered("apiVersion", apiVersion, "kind", kind);
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Returns an argument of a component. */
    static Map<String, Object> argument(String name, String value) {
        return ordered("name", name, "value", value);
    }

    /** Returns where the API server of a node is found, which is the address of its etcd member too. */
    static Map<String, Object> localEndpoint(IpAddress address) {
        return ordered("advertiseAddress", address.toString(), "bindPort", ClusterPlan.API_PORT);
    }

    /** Names the directory of the patches of components where there are some; kubeadm fails on one that is not there. */
    static void putPatches(Map<String, Object> configuration, Map<String, String> patches) {
        if (!patches.isEmpty()) {
            configuration.put("patches", ordered("directory", ComponentPatches.DIRECTORY));
        }
    }
}
