package dev.minik.cli.option;

import dev.minik.cluster.port.PortMapping;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port to publish. */
public final class PortMappingConverter implements ITypeConverter<PortMapping> {
    @Override
    public PortMapping convert(String text) {
        try {
            return PortMapping.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
