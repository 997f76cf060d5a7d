package dev.minik.timeline;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws a timeline as an SVG: a row for each span, below the name of its lane, over a scale in seconds. */
public final class TimelinePicture {
    private static final int WIDTH = 1100;
    private static final int NAMES = 300;
    private static final int ROW = 16;
    private static final int MARGIN = 24;
    private static final Map<Span.Kind, String> COLORS = Map.of(
            Span.Kind.STEP, "#4c78a8",
            Span.Kind.UNIT, "#9d9da1",
            Span.Kind.PHASE, "#f2a03d",
            Span.Kind.POD, "#59a14f",
            Span.Kind.MOMENT, "#d1495b");

    private final StringBuilder svg = new StringBuilder();

    private TimelinePicture() {}

    /** Returns the picture. */
    public static String draw(Timeline timeline) {
        var picture = new TimelinePicture();
        picture.all(timeline);
        return picture.svg.toString();
    }

    private void all(Timeline timeline) {
        var lanes = timeline.lanes();
        var rows = timeline.spans().size() + lanes.size();
        var height = 2 * MARGIN + rows * ROW;
        var length = Math.max(1, seconds(timeline.sinceBegin(timeline.end())));
        var perSecond = (WIDTH - NAMES - MARGIN) / length;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH, height);
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        scale(length, perSecond, height);
        var y = MARGIN + ROW;
        for (String lane : lanes) {
            line("<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>", y, escape(lane));
            y += ROW;
            for (Span span : of(timeline, lane)) {
                row(timeline, span, y, perSecond);
                y += ROW;
            }
        }
        line("</svg>");
    }

    private void scale(double length, double perSecond, int height) {
        var step = length > 40 ? 5 : length > 12 ? 2 : 1;
        for (int second = 0; second <= length; second += step) {
            var x = NAMES + second * perSecond;
            line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
                    x, MARGIN - 4, x, height - MARGIN);
            line(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666666\">%d s</text>",
                    x, MARGIN - 8, second);
        }
    }

    private void row(Timeline timeline, Span span, int y, double perSecond) {
        var x = NAMES + seconds(timeline.sinceBegin(span.begin())) * perSecond;
        var width = Math.max(2, seconds(span.length()) * perSecond);
        var color = COLORS.get(span.kind());
        line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", NAMES - 8, y, escape(span.name()));
        line(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>",
                x, y - ROW + 5, width, ROW - 4, color, escape(title(timeline, span)));
        var length = span.length().isZero() ? "" : "%.2f".formatted(seconds(span.length()));
        var right = x + width + 4 > WIDTH - MARGIN;
        line(
                "<text x=\"%.1f\" y=\"%d\" fill=\"#666666\" text-anchor=\"%s\">%s</text>",
                right ? x - 4 : x + width + 4, y, right ? "end" : "start", length);
    }

    private static String title(Timeline timeline, Span span) {
        return String.format(
                Locale.ROOT,
                "%s: %.3f s to %.3f s",
                span.name(),
                seconds(timeline.sinceBegin(span.begin())),
                seconds(timeline.sinceBegin(span.end())));
    }

    private static List<Span> of(Timeline timeline, String lane) {
        return timeline.spans().stream()
                .filter(span -> span.lane().equals(lane))
                .toList();
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Names come from nodes as well: control characters would end the document. */
    private static String escape(String text) {
        return text.chars()
                .mapToObj(character -> switch (character) {
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '&' -> "&amp;";
                    case '"' -> "&quot;";
                    default -> character < ' ' ? " " : String.valueOf((char) character);
                })
                .collect(Collectors.joining());
    }
}
