package dev.minik.engine.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One connection to an engine. Reading and writing at the same time, by two threads, does not block either. */
interface Wire extends Closeable {
    /** Returns what the engine sends. */
    InputStream input();

    /** Returns where to write for the engine. */
    OutputStream output();

    /** Tells the engine that nothing more will be written, while its answer can still be read. */
    void closeOutput() throws IOException;
}
