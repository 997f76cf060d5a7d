package dev.minik.doctor;

/**
 * Something that was checked about the host or the engine.
 *
 * @param subject what was checked, a word or two
 * @param message what was found, one line
 * @param remedy what to do about it, one line; empty where nothing is to be done
 */
public record Finding(Level level, String subject, String message, String remedy) {

    /** How good it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Clusters will work, but slower or not all of them. */
        WARN,
        /** No cluster will work. */
        FAIL
    }

    static Finding ok(String subject, String message) {
        return new Finding(Level.OK, subject, message, "");
    }

    static Finding warn(String subject, String message, String remedy) {
        return new Finding(Level.WARN, subject, message, remedy);
    }

    static Finding fail(String subject, String message, String remedy) {
        return new Finding(Level.FAIL, subject, message, remedy);
    }
}
