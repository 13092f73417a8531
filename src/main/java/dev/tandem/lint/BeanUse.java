package dev.tandem.lint;

import org.jspecify.annotations.Nullable;

/**
 * A place where a route names a bean or a class.
 *
 * @param place where
 * @param bean the bean's name, or null when {@code className} is given
 * @param className the class's name, or null when {@code bean} is given
 * @param method the method as written, or null when the route names none
 * @param called true when a method is called, false when the bean is only handed over
 */
record BeanUse(
        YamlNode place,
        @Nullable String bean,
        @Nullable String className,
        @Nullable String method,
        boolean called) {

    /** A bean that is handed to an endpoint or a step. */
    static BeanUse reference(YamlNode place, String bean) {
        return new BeanUse(place, bean, null, null, false);
    }

    /** Takes a bean expression apart: {@code bean}, {@code bean.method}, {@code bean?method=m} or {@code a.B::m}. */
    static BeanUse expression(YamlNode place, String text) {
        if (text.startsWith("type:")) {
            BeanUse use = expression(place, text.substring("type:".length()));
            return new BeanUse(place, null, use.bean, use.method, true);
        }
        // Only the part before an argument list is looked at: arguments may hold any of the marks.
        int open = text.indexOf('(');
        String head = open < 0 ? text : text.substring(0, open);
        for (String mark : new String[] {"?method=", "::"}) {
            int at = head.indexOf(mark);
            if (at >= 0) {
                String name = text.substring(0, at);
                String method = text.substring(at + mark.length());
                boolean isClass = name.contains(".");
                return new BeanUse(place, isClass ? null : name, isClass ? name : null, method, true);
            }
        }
        int dot = head.indexOf('.');
        return dot < 0
                ? new BeanUse(place, text, null, null, true)
                : new BeanUse(place, text.substring(0, dot), null, text.substring(dot + 1), true);
    }
}
