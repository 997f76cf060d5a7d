package dev.minik.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TomlTest {
    @Test
    void keepsValuesAndTheirTypes() {
        var text = """
                integer = 999999999999999999
                negative = -1
                huge = 99999999999999999999
                float = 2.5
                exponent = 1.0E100
                whole = 2.0
                infinite = -inf
                flag = true
                empty = []
                nested = [[1, 2], ["a"], [{b = 1, c = {"d e" = 2}}, {}]]
                text = "quote \\" backslash \\\\ tab \\t line \\n bell \\u0007 delete \\u007F é 漢 🐳"
                "" = "no name"
                "a.b" = "dot"
                "ключ" = "key"
                """;

        assertEquals(text, Toml.write(Toml.read(text)));
        assertEquals(999999999999999999L, Toml.read(text).get("integer"));
        assertEquals(2.5, Toml.read(text).get("float"));
        assertEquals(
                "quote \" backslash \\ tab \t line \n bell \u0007 delete \u007f é 漢 🐳",
                Toml.read(text).get("text"));
        assertEquals(
                List.of(List.of(1, 2), List.of("a"), List.of(Map.of("b", 1, "c", Map.of("d e", 2)), Map.of())),
                Toml.read(text).get("nested"));
    }

    @Test
    void writesTheOtherFormsOfTomlInItsOwn() {
        assertEquals("""
                number = 255
                list = [{a = 1}, {a = 2, "b.c" = 3}]

                [table]
                empty = ""

                [table.below]
                text = "a\\nb"

                [table.bare]
                """, Toml.write(Toml.read("""
                        # a comment
                        number = 0xff
                        [[list]]
                        a = 1
                        [[list]]
                        a = 2
                        "b.c" = 3
                        [table]
                        below.text = \"""
                        a
                        b\"""
                        empty = ''
                        bare = {}
                        """)));
    }

    @Test
    void writesNoHeaderForATableOfTables() {
        assertEquals("[a.b]\nc = 1\n\n[a.d]\n", Toml.write(Map.of("a", Toml.read("b = {c = 1}\nd = {}"))));
    }
}
