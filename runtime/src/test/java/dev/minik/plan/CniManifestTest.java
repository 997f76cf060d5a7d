package dev.minik.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.model.Cidr;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CniManifestTest {
    private static final String FLANNEL = """
              net-conf.json: |
                {
                  "Network": "10.244.0.0/16",
                  "EnableNFTables": false,
            """;

    /** The indentation and the spaces are those of Calico's manifest. */
    private static final String CALICO = """
                        # no effect. This should fall within `--cluster-cidr`.
                        # - name: CALICO_IPV4POOL_CIDR
                        #   value: "192.168.0.0/16"
                        # Disable file logging so `kubectl logs` works.
                        - name: CALICO_DISABLE_FILE_LOGGING
                          value: "true"
            """;

    @Test
    void manifestsForKindGetAllSubnets() {
        assertEquals(
                "a: 10.1.0.0/16\nb: '10.1.0.0/16'\n",
                filled("a: {{ .PodSubnet }}\nb: '{{.PodSubnet}}'\n", "10.1.0.0/16"));
        assertEquals("a: 10.1.0.0/16,fd00:1::/56\n", filled("a: {{ .PodSubnet }}\n", "10.1.0.0/16", "fd00:1::/56"));
    }

    @Test
    void flannelsPublishedManifestGetsTheSubnet() {
        assertEquals(FLANNEL.replace("10.244.0.0/16", "10.1.0.0/16"), filled(FLANNEL, "10.1.0.0/16"));
        assertEquals(FLANNEL, filled(FLANNEL, "fd00:1::/56"), "it is a setting for IPv4");
    }

    @Test
    void calicosCommentBecomesASetting() {
        assertEquals("""
                            # no effect. This should fall within `--cluster-cidr`.
                            - name: CALICO_IPV4POOL_CIDR
                              value: "10.1.0.0/16"
                            # Disable file logging so `kubectl logs` works.
                            - name: CALICO_DISABLE_FILE_LOGGING
                              value: "true"
                """, filled(CALICO, "10.1.0.0/16", "fd00:1::/56"));
        assertEquals(CALICO, filled(CALICO, "fd00:1::/56"), "it is a setting for IPv4");
    }

    @Test
    void whatIsSetAlreadyIsLeftAlone() {
        var other = FLANNEL.replace("10.244.0.0/16", "10.9.0.0/16") + CALICO.replace("192.168", "10.9");

        assertEquals(other, filled(other, "10.1.0.0/16"));
    }

    @Test
    void aPlanHoldsTheManifestFilledIn() {
        var config = Plans.config("networking: {cni: 'https://example.org/x.yaml', podSubnet: 10.1.0.0/16}\n");

        var plan = Plans.plan(config, Plans.HOST, Plans.KINDS_IMAGE).withCniManifest("subnet: {{ .PodSubnet }}");

        assertEquals(Optional.of("subnet: 10.1.0.0/16"), plan.cniManifest());
    }

    private static String filled(String manifest, String... subnets) {
        return CniManifest.filled(
                manifest, Arrays.stream(subnets).map(Cidr::parse).toList());
    }
}
