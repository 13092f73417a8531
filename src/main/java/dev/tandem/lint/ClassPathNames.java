package dev.tandem.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The components, languages and data formats whose libraries are on the class path. */
final class ClassPathNames {

    private ClassPathNames() {}

    /**
     * Names of one kind, as Camel's jars announce them.
     *
     * @param kind {@code component}, {@code language} or {@code dataformat}
     */
    static Set<String> of(String kind) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver(ClassPathNames.class.getClassLoader())
                    .getResources("classpath*:META-INF/services/org/apache/camel/" + kind + "/*");
            return Arrays.stream(found)
                    .map(Resource::getFilename)
                    .filter(name -> name != null && !name.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
