package dev.minik.yaml;

/** A text that is not YAML, or not YAML that may be read; the message tells line, column and reason. */
public final class YamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    YamlException(String message) {
        super(message);
    }

    YamlException(String message, Throwable cause) {
        super(message, cause);
    }
}
