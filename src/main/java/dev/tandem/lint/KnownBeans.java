package dev.tandem.lint;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Component;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.util.ClassUtils;

/**
 * The beans that a route can name, with their class where it is known. Immutable.
 *
 * <p>Beans are read off the annotations, no container is started: linting must work without a database and a broker.
 */
public final class KnownBeans {

    private final Map<String, Optional<Class<?>>> beans;

    private KnownBeans(Map<String, Optional<Class<?>>> beans) {
        this.beans = beans;
    }

    /**
     * The component classes of these packages and what their {@code @Bean} methods make, named as Spring names them. A
     * bean that exists only under a condition or in a profile counts as known.
     *
     * @throws IllegalStateException when a class cannot be loaded
     */
    public static KnownBeans inPackages(Collection<String> packages) {
        Map<String, Optional<Class<?>>> known = new TreeMap<>();
        AnnotationBeanNameGenerator names = new AnnotationBeanNameGenerator();
        SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
        for (String name : packages) {
            for (BeanDefinition component : new Scanner().findCandidateComponents(name)) {
                Class<?> type = load(String.valueOf(component.getBeanClassName()))
                        .orElseThrow(() -> new IllegalStateException("no class " + component.getBeanClassName()));
                known.put(names.generateBeanName(component, registry), Optional.of(type));
                addBeanMethods(type, known);
            }
        }
        return new KnownBeans(known);
    }

    /** These and more beans whose class nobody knows here, such as what Spring Boot itself makes. */
    public KnownBeans and(Collection<String> names) {
        Map<String, Optional<Class<?>>> known = new TreeMap<>(beans);
        names.forEach(name -> known.putIfAbsent(name, Optional.empty()));
        return new KnownBeans(known);
    }

    /** These and the beans that the routes declare in YAML. */
    KnownBeans and(RouteSet routes) {
        Map<String, Optional<Class<?>>> known = new TreeMap<>(beans);
        routes.units()
                .flatMap(Unit::language)
                .filter(node -> node.key().equals("beans"))
                .flatMap(list -> list.children().stream())
                .filter(bean -> bean.text("name") != null)
                .forEach(bean -> known.put(String.valueOf(bean.text("name")), declaredType(bean)));
        return new KnownBeans(known);
    }

    boolean has(String name) {
        return beans.containsKey(name);
    }

    /** The bean's class; empty when the bean or its class is unknown. */
    Optional<Class<?>> type(String name) {
        return beans.getOrDefault(name, Optional.empty());
    }

    /** Names of the beans that are Camel components, and by that the first part of an endpoint's URI. */
    Set<String> componentNames() {
        Set<String> names = new TreeSet<>(beans.keySet());
        names.removeIf(
                name -> type(name).filter(Component.class::isAssignableFrom).isEmpty());
        return names;
    }

    Set<String> names() {
        return beans.keySet();
    }

    /** A class by name without running its initialisers. */
    static Optional<Class<?>> load(String className) {
        try {
            return Optional.of(ClassUtils.forName(className, KnownBeans.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static Optional<Class<?>> declaredType(YamlNode bean) {
        // With a factory or a script the type names what makes the bean, or nothing.
        for (String maker : new String[] {"factoryBean", "factoryMethod", "builderClass", "script"}) {
            if (bean.get(maker) != null) {
                return Optional.empty();
            }
        }
        String type = bean.text("type");
        return type == null
                ? Optional.empty()
                : load(type.replaceFirst("^#class:", "").replaceFirst("\\(.*", ""));
    }

    private static void addBeanMethods(Class<?> type, Map<String, Optional<Class<?>>> known) {
        for (Method method : type.getDeclaredMethods()) {
            AnnotationAttributes bean = AnnotatedElementUtils.getMergedAnnotationAttributes(method, Bean.class);
            if (bean != null) {
                String[] given = bean.getStringArray("name");
                for (String name : given.length == 0 ? new String[] {method.getName()} : given) {
                    known.put(name, Optional.of(method.getReturnType()));
                }
            }
        }
    }

    /** Finds components by their annotation alone; the inherited check would drop those whose condition is not met. */
    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

        Scanner() {
            super(false);
        }

        @Override
        protected boolean isCandidateComponent(MetadataReader reader) throws IOException {
            return reader.getAnnotationMetadata().isAnnotated("org.springframework.stereotype.Component");
        }
    }
}
