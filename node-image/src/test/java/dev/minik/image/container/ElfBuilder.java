package dev.minik.image.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Makes the smallest ELF files that say what they need. */
final class ElfBuilder {
    private static final long ADDRESS = 0x400000;

    private ElfBuilder() {}

    /** Returns a 64-bit file with an interpreter (none when empty) and needed libraries. */
    static byte[] of(String interpreter, String... needed) {
        var strings = new StringBuilder("\0");
        var names = new ArrayList<Integer>();
        for (var name : needed) {
            names.add(strings.length());
            strings.append(name).append('\0');
        }
        var segments = interpreter.isEmpty() ? 2 : 3;
        int dynamicAt = 64 + segments * 56;
        int dynamicSize = (needed.length + 2) * 16;
        int stringsAt = dynamicAt + dynamicSize;
        int interpreterAt = stringsAt + strings.length();
        int size = interpreterAt + interpreter.length() + 1;
        var elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        elf.putLong(32, 64);
        elf.putShort(54, (short) 56);
        elf.putShort(56, (short) segments);
        segment(elf, 0, 1, 0, ADDRESS, size);
        segment(elf, 1, 2, dynamicAt, ADDRESS + dynamicAt, dynamicSize);
        if (!interpreter.isEmpty()) {
            segment(elf, 2, 3, interpreterAt, ADDRESS + interpreterAt, interpreter.length() + 1);
        }
        elf.position(dynamicAt);
        elf.putLong(5).putLong(ADDRESS + stringsAt);
        names.forEach(name -> elf.putLong(1).putLong(name));
        elf.position(stringsAt);
        elf.put(strings.toString().getBytes(StandardCharsets.UTF_8));
        elf.put(interpreter.getBytes(StandardCharsets.UTF_8));
        return elf.array();
    }

    private static void segment(ByteBuffer elf, int index, int type, int offset, long address, int size) {
        int at = 64 + index * 56;
        elf.putInt(at, type);
        elf.putLong(at + 8, offset);
        elf.putLong(at + 16, address);
        elf.putLong(at + 32, size);
    }
}
