package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.model.VpcLink;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoredLinksTest {

    private static final String BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/n/1";
    private static final InetSocketAddress ONE = InetSocketAddress.createUnresolved("one", 1);
    private static final InetSocketAddress TWO = InetSocketAddress.createUnresolved("two", 2);
    private static final InetSocketAddress THREE = InetSocketAddress.createUnresolved("three", 3);

    private final InMemoryStore store = new InMemoryStore();

    @BeforeEach
    void link() {
        VpcLink link = new VpcLink("l1nk12", "mine", null, List.of(BALANCER), Map.of());
        store.write(tx -> {
            tx.put(Kind.VPC_LINK, TestApi.OWNER, "", link.id(), link);
            return link;
        });
    }

    private StoredLinks links(Map<String, InetSocketAddress> targets) {
        return new StoredLinks(store, targets);
    }

    @Test
    @DisplayName("INT-101: a link's target is found by its load balancer, its id or its name, in this order")
    void names() {
        assertThat(links(Map.of("mine", ONE)).find(TestApi.OWNER, "l1nk12", null))
                .isEqualTo(ONE);
        assertThat(links(Map.of("mine", ONE, "l1nk12", TWO)).find(TestApi.OWNER, "l1nk12", null))
                .isEqualTo(TWO);
        assertThat(links(Map.of("mine", ONE, "l1nk12", TWO, BALANCER, THREE)).find(TestApi.OWNER, "l1nk12", null))
                .isEqualTo(THREE);
    }

    @Test
    @DisplayName("INT-103: no target, no such link and somebody else's link lead nowhere")
    void nowhere() {
        assertThat(links(Map.of("other", ONE)).find(TestApi.OWNER, "l1nk12", null))
                .isNull();
        assertThat(links(Map.of("gone12", ONE)).find(TestApi.OWNER, "gone12", null))
                .isNull();
        assertThat(links(Map.of("l1nk12", ONE)).find(new Scope("210987654321", "eu-west-1"), "l1nk12", null))
                .isNull();
    }

    @Test
    @DisplayName("INT-101: a link of the second kind, which is not stored, leads to the load balancer it is used with")
    void second() {
        assertThat(links(Map.of(BALANCER, ONE, "second", TWO)).find(TestApi.OWNER, "second", BALANCER))
                .isEqualTo(ONE);
        assertThat(links(Map.of("second", TWO)).find(TestApi.OWNER, "second", BALANCER))
                .isEqualTo(TWO);
        assertThat(links(Map.of("x", TWO)).find(TestApi.OWNER, "second", BALANCER))
                .isNull();
    }
}
