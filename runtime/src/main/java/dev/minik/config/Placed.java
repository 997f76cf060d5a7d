package dev.minik.config;

/** A value and the path at which the user wrote it. */
record Placed<T>(String path, T value) {}
