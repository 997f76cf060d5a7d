package dev.minik.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records as plain values, and back, by the names of their components. What is empty is left out, and so is no loss where an older version
 * has not written it. A type that reads itself from a text is written as one.
 */
final class PlainRecords {
    private PlainRecords() {}

    /** Returns a record as nested maps in the order of its components. */
    static Map<String, Object> write(Record whole) {
        var map = new LinkedHashMap<String, Object>();
        for (RecordComponent component : whole.getClass().getRecordComponents()) {
            var plain = plain(invoke(component.getAccessor(), whole));
            if (plain != null) {
                map.put(component.getName(), plain);
            }
        }
        return map;
    }

    private static @Nullable Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            // what is there and empty says something
            return optional.map(there -> Objects.requireNonNullElse(plain(there), List.of()))
                    .orElse(null);
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
        if (value instanceof Collection<?> all) {
            return all.isEmpty() ? null : list(all);
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? null : map(map);
        }
        if (value instanceof Enum<?> word) {
            return word.name();
        }
        if (parser(value.getClass()).isPresent()) {
            return value.toString();
        }
        return value instanceof Record part ? write(part) : scalar(value);
    }

    private static List<?> list(Collection<?> all) {
        var plain = all.stream().map(PlainRecords::plain);
        return (all instanceof Set ? plain.sorted() : plain).toList();
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) {
        var plain = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> plain.put((String) key, plain(value)));
        return plain;
    }

    private static Object scalar(Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException("not a plain value: " + value.getClass());
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException with the place of what is missing or does not fit
     */
    static <T extends Record> T read(Class<T> type, Object plain, String place) {
        if (!(plain instanceof Map<?, ?> map)) {
            throw wrong(place, "is not a mapping");
        }
        var components = type.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            var name = components[i].getName();
            values[i] = value(components[i].getGenericType(), map.get(name), place + "." + name);
        }
        return invoke(constructor(type, components), values);
    }

    private static Object value(Type type, @Nullable Object plain, String place) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, plain, place);
        }
        if (type == OptionalInt.class) {
            return plain == null ? OptionalInt.empty() : OptionalInt.of((int) whole(plain, place));
        }
        if (plain == null) {
            throw wrong(place, "is missing");
        }
        return simple((Class<?>) type, plain, place);
    }

    private static Object generic(ParameterizedType type, @Nullable Object plain, String place) {
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return plain == null ? Optional.empty() : Optional.of(value(arguments[0], plain, place));
        }
        if (type.getRawType() == Map.class) {
            var map = new LinkedHashMap<String, Object>();
            entries(plain, place)
                    .forEach((key, value) ->
                            map.put(String.valueOf(key), value(arguments[1], value, place + "." + key)));
            return map;
        }
        var set = type.getRawType() == Set.class;
        var all = items(plain, place).stream()
                .filter(item -> !set || isKnown(arguments[0], item))
                .map(item -> value(arguments[0], item, place))
                .toList();
        return set ? new LinkedHashSet<>(all) : all;
    }

    /** A set of words says what a cluster has; what only another minik has a word for, such as a tuning, is nothing that this one could look after. */
    private static boolean isKnown(Type type, Object item) {
        return !(type instanceof Class<?> words)
                || !words.isEnum()
                || !(item instanceof String)
                || Arrays.stream(words.getEnumConstants())
                        .anyMatch(word -> ((Enum<?>) word).name().equals(item));
    }

    private static Map<?, ?> entries(@Nullable Object plain, String place) {
        if (plain == null) {
            return Map.of();
        }
        if (plain instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(place, "is not a mapping");
    }

    private static List<?> items(@Nullable Object plain, String place) {
        if (plain == null) {
            return List.of();
        }
        if (plain instanceof List<?> list) {
            return list;
        }
        throw wrong(place, "is not a list");
    }

    @SuppressWarnings("unchecked")
    private static Object simple(Class<?> type, Object plain, String place) {
        if (type == boolean.class || type == Boolean.class) {
            return plain instanceof Boolean ? plain : fail(place, "is not true or false");
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole(plain, place));
        }
        if (type == long.class || type == Long.class) {
            return whole(plain, place);
        }
        if (type == String.class) {
            return plain instanceof String ? plain : fail(place, "is not a text");
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(word -> ((Enum<?>) word).name().equals(plain))
                    .findFirst()
                    .orElseThrow(() -> wrong(place, "is a word that is not known"));
        }
        var parser = parser(type);
        if (parser.isPresent()) {
            return plain instanceof String text
                    ? invoke(parser.get(), Optional.empty(), text)
                    : fail(place, "is not a text");
        }
        return read((Class<? extends Record>) type.asSubclass(Record.class), plain, place);
    }

    private static long whole(Object plain, String place) {
        if (plain instanceof Integer || plain instanceof Long) {
            return ((Number) plain).longValue();
        }
        throw wrong(place, "is not a whole number");
    }

    private static Object fail(String place, String why) {
        throw wrong(place, why);
    }

    private static IllegalArgumentException wrong(String place, String why) {
        return new IllegalArgumentException(place + " " + why);
    }

    private static Optional<Method> parser(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("parse")
                        && Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() == type
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst();
    }

    private static <T extends Record> Constructor<T> constructor(Class<T> type, RecordComponent[] components) {
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // every record has it
        }
    }

    private static <T> T invoke(Constructor<T> constructor, Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object invoke(Method accessor, Record whole) {
        return invoke(accessor, Optional.of(whole));
    }

    private static Object invoke(Method method, Optional<Record> of, Object... arguments) {
        try {
            return method.invoke(of.orElse(null), arguments);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException unwrapped(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
