package dev.minik.image.files;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with placeholders such as {@code @PAUSE_IMAGE@}. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Z][A-Z_]*)@");

    private Template() {}

    /** Fills in all placeholders; one that has no value is a mistake in the template. */
    static String fill(String path, String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            var value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("%s has the unknown placeholder %s".formatted(path, match.group()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
