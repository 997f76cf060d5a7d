package dev.minik.image.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit program or shared library needs to be loaded: its interpreter and its libraries, read from its
 * <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html">dynamic section</a>.
 *
 * @param interpreter the dynamic loader's path; empty for libraries and static programs
 * @param needed names of the libraries
 */
public record Elf(Optional<String> interpreter, List<String> needed) {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final byte ELFCLASS64 = 2;

    /** Copies the list. */
    public Elf {
        needed = List.copyOf(needed);
    }

    /** Reads a file's content; nothing when it is not a 64-bit little-endian ELF file. */
    public static Optional<Elf> read(byte[] file) {
        if (file.length < 64
                || file[0] != 0x7f
                || file[1] != 'E'
                || file[2] != 'L'
                || file[3] != 'F'
                || file[4] != ELFCLASS64
                || file[5] != 1) {
            return Optional.empty();
        }
        var elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var headers = segments(elf);
        var interpreter = headers.stream()
                .filter(segment -> segment.type() == PT_INTERP)
                .findFirst()
                .map(segment -> string(file, segment.offset()));
        var needed = headers.stream()
                .filter(segment -> segment.type() == PT_DYNAMIC)
                .findFirst()
                .map(segment -> needed(elf, file, headers, segment))
                .orElse(List.of());
        return Optional.of(new Elf(interpreter, needed));
    }

    private static List<Segment> segments(ByteBuffer elf) {
        var start = (int) elf.getLong(32);
        var size = elf.getShort(54);
        var count = elf.getShort(56);
        var segments = new ArrayList<Segment>();
        for (int i = 0; i < count; i++) {
            var at = start + i * size;
            segments.add(
                    new Segment(elf.getInt(at), (int) elf.getLong(at + 8), elf.getLong(at + 16), elf.getLong(at + 32)));
        }
        return segments;
    }

    private static List<String> needed(ByteBuffer elf, byte[] file, List<Segment> segments, Segment dynamic) {
        var offsets = new ArrayList<Long>();
        long strings = 0;
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.size(); at += 16) {
            var tag = elf.getLong((int) at);
            var value = elf.getLong((int) at + 8);
            if (tag == DT_NEEDED) {
                offsets.add(value);
            } else if (tag == DT_STRTAB) {
                strings = value;
            }
        }
        // The table is named by its address in memory; the segment that is loaded there tells where it is in the file.
        var address = strings;
        var table = segments.stream()
                .filter(segment -> segment.type() == PT_LOAD
                        && segment.address() <= address
                        && address < segment.address() + segment.size())
                .findFirst()
                .map(segment -> segment.offset() + address - segment.address());
        return table.map(start -> offsets.stream()
                        .map(offset -> string(file, (int) (start + offset)))
                        .toList())
                .orElse(List.of());
    }

    private static String string(byte[] file, int start) {
        int end = start;
        while (file[end] != 0) {
            end++;
        }
        return new String(file, start, end - start, StandardCharsets.UTF_8);
    }

    private record Segment(int type, int offset, long address, long size) {}
}
