package dev.minik.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry of systemd's journal.
 *
 * @param at when it was written
 * @param source the program that wrote it
 * @param messageId what systemd calls the sort of its own messages; empty for others
 * @param unit the unit that a message of systemd is about; empty for others
 * @param message the text
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html">systemd.journal-fields</a>
 */
record JournalEntry(Instant at, String source, String messageId, String unit, String message) {
    /** The fields that are read; to be asked of {@code journalctl}. */
    static final List<String> FIELDS = List.of("MESSAGE", "MESSAGE_ID", "UNIT", "SYSLOG_IDENTIFIER");

    /** Reads the lines that {@code journalctl --output=json} writes; lines that are none are passed over, a node is not trusted. */
    static List<JournalEntry> parse(Stream<String> lines) {
        var json = new ObjectMapper();
        return lines.map(line -> parse(json, line)).flatMap(Optional::stream).toList();
    }

    private static Optional<JournalEntry> parse(ObjectMapper json, String line) {
        try {
            JsonNode entry = Objects.requireNonNullElseGet(json.readTree(line), json::createObjectNode);
            var micros = entry.path("__REALTIME_TIMESTAMP").asLong();
            // a message with control characters comes as an array of numbers, and is none of those that matter here
            return micros <= 0
                    ? Optional.empty()
                    : Optional.of(new JournalEntry(
                            Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                            entry.path("SYSLOG_IDENTIFIER").asText(),
                            entry.path("MESSAGE_ID").asText(),
                            entry.path("UNIT").asText(),
                            entry.path("MESSAGE").asText()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
