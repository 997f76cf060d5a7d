package dev.minik.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTokenTest {
    @Test
    void isRandomAndWellFormed() {
        var random = new SecureRandom();
        var seen = new HashSet<String>();
        var characters = new HashSet<Integer>();
        for (int i = 0; i < 200; i++) {
            var token = BootstrapToken.random(random);
            assertTrue(token.value().matches("[a-z0-9]{6}\\.[a-z0-9]{16}"), token::value);
            assertTrue(seen.add(token.value()));
            assertFalse(token.toString().contains(token.secret()));
            token.secret().chars().forEach(characters::add);
        }
        assertEquals(36, characters.size());
    }

    @ParameterizedTest
    @CsvSource({
        "abcde, 0123456789abcdef",
        "abcdef, 0123456789abcde",
        "ABCDEF, 0123456789abcdef",
        "abcdef, 0123456789abcde."
    })
    void refusesOtherForms(String id, String secret) {
        assertThrows(IllegalArgumentException.class, () -> new BootstrapToken(id, secret));
    }
}
