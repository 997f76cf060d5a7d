package dev.minik.image.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {
    private static final Inputs NONE = Inputs.ofRecipe(1);

    @Test
    void orderDoesNotMatter() {
        assertEquals(
                NONE.with("a", "1").with("b", "2").key("x"),
                NONE.with("b", "2").with("a", "1").key("x"));
    }

    @Test
    void everyInputMatters() {
        var key = NONE.with("a", "1").key("x");
        assertNotEquals(key, NONE.with("a", "2").key("x"));
        assertNotEquals(key, NONE.with("b", "1").key("x"));
        assertNotEquals(key, Inputs.ofRecipe(2).with("a", "1").key("x"));
        assertNotEquals(key, NONE.with("a", "1").with("b", "").key("x"));
        assertNotEquals(key, NONE.with("a", "1").key("y"));
    }

    @Test
    void namesAndValuesAreKeptApart() {
        assertNotEquals(NONE.with("ab", "c").key("x"), NONE.with("a", "bc").key("x"));
        assertNotEquals(
                NONE.with("a", "1\n1 b 1 2").key("x"),
                NONE.with("a", "1").with("b", "2").key("x"));
        assertNotEquals(
                NONE.with("l", List.of("a", "b")).key("x"),
                NONE.with("l", List.of("a\nb")).key("x"));
    }

    @Test
    void anEntryThatIsConsumedMatters() {
        var one = NONE.with("v", "1").key("base");
        var two = NONE.with("v", "2").key("base");
        assertNotEquals(NONE.with(one).key("x"), NONE.with(two).key("x"));
    }

    @Test
    void anInputIsGivenOnce() {
        var inputs = NONE.with("a", "1");
        assertThrows(IllegalArgumentException.class, () -> inputs.with("a", "2"));
    }

    @Test
    void aKeyIsAFileName() {
        assertThrows(IllegalArgumentException.class, () -> NONE.key("../x"));
        assertThrows(IllegalArgumentException.class, () -> NONE.key("A"));
        assertThrows(IllegalArgumentException.class, () -> new EntryKey("x", "abc"));
    }
}
