package dev.minik.cli.option;

import dev.minik.model.ClusterName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads cluster names. */
public final class ClusterNameConverter implements ITypeConverter<ClusterName> {
    @Override
    public ClusterName convert(String text) {
        try {
            return new ClusterName(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
