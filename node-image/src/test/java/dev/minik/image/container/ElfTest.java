package dev.minik.image.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElfTest {
    @Test
    void readsWhatAProgramNeeds() {
        assertEquals(
                Optional.of(new Elf(Optional.of("/lib64/ld-linux-x86-64.so.2"), List.of("libmnl.so.0", "libc.so.6"))),
                Elf.read(ElfBuilder.of("/lib64/ld-linux-x86-64.so.2", "libmnl.so.0", "libc.so.6")));
    }

    @Test
    void readsWhatALibraryNeeds() {
        assertEquals(
                Optional.of(new Elf(Optional.empty(), List.of("libc.so.6"))), Elf.read(ElfBuilder.of("", "libc.so.6")));
    }

    @Test
    void anythingElseIsNotAProgram() {
        assertEquals(Optional.empty(), Elf.read("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.UTF_8)));
        assertEquals(Optional.empty(), Elf.read(new byte[0]));
        var other = ElfBuilder.of("", "libc.so.6");
        other[4] = 1;
        assertEquals(Optional.empty(), Elf.read(other), "32 bits");
    }
}
