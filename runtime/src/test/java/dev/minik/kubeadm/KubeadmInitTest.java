package dev.minik.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.plan.ClusterPlan;
import dev.minik.plan.HostFacts;
import dev.minik.plan.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeadmInitTest {
    @Test
    void saysNoMoreThanThePodSubnet() {
        assertEquals(List.of("--pod-network-cidr=10.244.0.0/16"), flags(Plans.nodes(1, 2), Plans.HOST));
    }

    @Test
    void saysWhatThePlanHasOtherwise() {
        assertEquals(
                List.of(
                        "--pod-network-cidr=fd00:10:244::/56",
                        "--service-cidr=fd00:10:96::/112",
                        "--service-dns-domain=example.org",
                        "--apiserver-advertise-address="
                                + plan("networking: {ipFamily: ipv6}\n", Plans.HOST)
                                        .firstControlPlane()
                                        .address()),
                flags("networking: {ipFamily: ipv6, dnsDomain: example.org}\n", Plans.HOST));
    }

    @Test
    void severalControlPlanesShareAName() {
        assertEquals(
                List.of("--pod-network-cidr=10.244.0.0/16", "--control-plane-endpoint=demo-api:6443", "--upload-certs"),
                flags(Plans.nodes(3, 0), Plans.HOST));
    }

    @Test
    void kubeadmIsToldToTakeCgroupV1() {
        assertEquals(
                List.of("--pod-network-cidr=10.244.0.0/16", "--ignore-preflight-errors=SystemVerification"),
                flags("", Plans.host(1)));
    }

    private static List<String> flags(String fields, HostFacts host) {
        var command = KubeadmInit.byHand(plan(fields, host));
        assertEquals(List.of("kubeadm", "init"), command.subList(0, 2));
        return command.subList(2, command.size());
    }

    private static ClusterPlan plan(String fields, HostFacts host) {
        return Plans.plan(Plans.bare(fields), host);
    }
}
