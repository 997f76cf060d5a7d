package dev.minik.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.progress.ProgressEvent;
import dev.minik.timeline.Span.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private static final Timeline TIMELINE = new Timeline(List.of(
            Span.moment("c-control-plane", "node <registered> & \"named\"", at(2500)),
            new Span("c-control-plane", Kind.PHASE, "certs", at(500), at(700)),
            new Span("minik", Kind.STEP, "Starting 1 node", at(0), at(600))));

    @Test
    void isInTheOrderOfItsBeginnings() {
        assertEquals(
                List.of("Starting 1 node", "certs", "node <registered> & \"named\""),
                TIMELINE.spans().stream().map(Span::name).toList());
        assertEquals(List.of("minik", "c-control-plane"), TIMELINE.lanes());
        assertEquals(START, TIMELINE.begin());
        assertEquals(at(2500), TIMELINE.end());
    }

    @Test
    void aSpanDoesNotEndBeforeItBegins() {
        assertThrows(IllegalArgumentException.class, () -> new Span("minik", Kind.STEP, "x", at(1), at(0)));
    }

    @Test
    void theTraceHasMicrosecondsSinceTheBeginning() throws IOException {
        var events =
                new ObjectMapper().readTree(new ChromeTrace().write(TIMELINE)).path("traceEvents");
        var certs = StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("name").asText().equals("certs"))
                .findFirst()
                .orElseThrow();
        assertEquals("X", certs.path("ph").asText());
        assertEquals(500_000, certs.path("ts").asLong());
        assertEquals(200_000, certs.path("dur").asLong());
        assertEquals(2, certs.path("pid").asInt());
    }

    @Test
    void thePictureIsSoundXmlWithARowForEachSpan() throws ParserConfigurationException, IOException, SAXException {
        var svg = TimelinePicture.draw(TIMELINE);
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertEquals(3, document.getElementsByTagName("title").getLength());
        assertTrue(svg.contains("certs: 0.500 s to 0.700 s"), svg);
        assertFalse(svg.contains("NaN"), svg);
    }

    @Test
    void anEmptyTimelineIsDrawnAsWell() {
        var empty = new Timeline(List.of());
        assertTrue(TimelinePicture.draw(empty).startsWith("<svg"));
        assertTrue(new ChromeTrace().write(empty).contains("traceEvents"));
    }

    @Test
    void stepsOfAnOperationAreRecorded() {
        var recorder = new SpanRecorder(() -> at(900));
        recorder.on(new ProgressEvent.Notice("hello"));
        recorder.on(new ProgressEvent.StepDone("nodes", "Starting 1 node", Duration.ofMillis(400)));
        recorder.on(new ProgressEvent.StepFailed("ready", "Waiting", Duration.ofMillis(100)));
        assertEquals(
                List.of(
                        new Span("minik", Kind.STEP, "Starting 1 node", at(500), at(900)),
                        new Span("minik", Kind.STEP, "Waiting (failed)", at(800), at(900))),
                recorder.spans());
    }
}
