package dev.minik.cli.option;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets {@code -v} stand without a level before an argument: only digits are taken for one. */
public final class VerbosityPreprocessor implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (arguments.isEmpty() || !arguments.peek().matches("\\d{1,2}")) {
            arguments.push("1");
        }
        return false;
    }
}
