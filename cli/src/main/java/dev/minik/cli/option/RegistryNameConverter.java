package dev.minik.cli.option;

import dev.minik.model.RegistryName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names of registries. */
public final class RegistryNameConverter implements ITypeConverter<RegistryName> {
    @Override
    public RegistryName convert(String text) {
        try {
            return new RegistryName(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
