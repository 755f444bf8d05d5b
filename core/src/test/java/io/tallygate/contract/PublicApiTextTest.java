package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicApiTextTest {
    @TempDir
    Path folder;

    @Test
    void writesEveryKindOfTypeTheSameOnEveryJdk() throws IOException {
        Path classes = new Compiled(folder)
                .with("module-info.java", "module sample { exports sample; exports sample.hidden to java.sql; }")
                .with("sample/hidden/Hidden.java", "package sample.hidden; public class Hidden {}")
                .with("sample/Shape.java", """
                        package sample;
                        public sealed interface Shape<T extends Comparable<? super T>> permits Shape.Dot, Shape.Line {
                            T size();
                            default java.util.List<? extends Number> list(java.util.Map<String, int[]> m) { return null; }
                            static <X extends Exception> void fail(X... x) throws X, java.io.IOException {}
                            record Dot(int x, String... names) implements Shape<Integer> {
                                public Dot { }
                                public Dot(long l) { this((int) l, "one"); }
                                public Integer size() { return x; }
                            }
                            final class Line implements Shape<String> {
                                private Line() {}
                                public String size() { return ""; }
                                @Override public String toString() { return ""; }
                            }
                        }
                        """)
                .with("sample/Base.java", """
                        package sample;
                        abstract class Base {
                            public final void inherited() {}
                            void unseen() {}
                        }
                        """)
                .with("sample/Open.java", """
                        package sample;
                        public abstract class Open extends Base {
                            public static final int LIMIT = 1;
                            public org.jspecify.annotations.@org.jspecify.annotations.Nullable Nullable maybe(@org.jspecify.annotations.Nullable String s, java.util.List<@org.jspecify.annotations.Nullable String> l, byte @org.jspecify.annotations.Nullable [] b) { return null; }
                            protected Open(byte[] bytes) {}
                            protected abstract void step();
                            @Deprecated public Object old() { return null; }
                            class Secret { public void no() {} }
                            protected static class Part {}
                        }
                        """)
                .with("sample/Color.java", "package sample; public enum Color { RED, BLUE { }; public void mix() {} }")
                .with(
                        "sample/Mark.java",
                        "package sample; public @interface Mark { int value(); String name() default \"\"; }")
                .classes("--add-reads", "sample=ALL-UNNAMED");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            PublicApi api = PublicApi.of(classes, loader);
            assertThat(api.size()).isEqualTo(7);
            assertThat(String.join("\n", api.lines())).isEqualTo("""
                    public enum sample.Color
                        RED
                        BLUE
                        public void mix()

                    public @interface sample.Mark
                        String name() default
                        int value()

                    public abstract class sample.Open extends sample.Base
                        @Deprecated public Object old()
                        protected Open(byte[])
                        protected abstract void step()
                        public @Nullable org.jspecify.annotations.Nullable maybe(@Nullable String, java.util.List<@Nullable String>, byte @Nullable [])
                        public final void inherited()
                        public static final int LIMIT

                    protected static class sample.Open$Part
                        protected Part()

                    public sealed interface sample.Shape<T extends Comparable<? super T>> permits sample.Shape$Dot, sample.Shape$Line
                        T size()
                        public default java.util.List<? extends Number> list(java.util.Map<String, int[]>)
                        public static <X extends Exception> void fail(X...) throws X, java.io.IOException

                    public record sample.Shape$Dot(int x, String[] names) implements sample.Shape<Integer>
                        public Dot(long)
                        public Integer size()

                    public static final class sample.Shape$Line implements sample.Shape<String>
                        public String size()""");
        }
    }

    @Test
    void differenceNamesWhatWentAndWhatCame() {
        assertThat(PublicApiContract.difference(List.of("a", "b", "c"), List.of("a", "x", "c", "d")))
                .containsExactly("- b", "+ x", "+ d");
    }
}
