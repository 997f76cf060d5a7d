package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What users do first with a cluster that they were told is ready. Nothing is tried twice. */
record FirstUse(Shell shell, String cluster) {
    /** Runs a pod on every node that takes pods, which asks DNS for a service and then that service. */
    void works() {
        var nodes = shell.minik("get", "nodes", "--name", cluster).ok().lines();
        for (String node : nodes) {
            var pod = "first-" + node;
            shell.kubectl(
                            cluster,
                            "apply",
                            "-f",
                            shell.file(pod + ".yaml", POD.formatted(pod, node)).toString())
                    .ok();
        }
        for (String node : nodes) {
            var pod = "pod/first-" + node;
            var ended =
                    shell.kubectl(cluster, "wait", "--for=jsonpath={.status.phase}=Succeeded", pod, "--timeout=30s");
            assertTrue(
                    ended.exitCode() == 0,
                    () -> shell.kubectl(cluster, "logs", pod) + "\n"
                            + shell.kubectl(cluster, "describe", pod).stdout());
        }
    }

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              nodeName: %s
              restartPolicy: Never
              containers:
              - name: first
                image: docker.io/library/busybox:stable
                command: [sh, -c, "nslookup kubernetes.default.svc.cluster.local && nc -w 5 kubernetes.default 443 </dev/null"]
            """;
}
