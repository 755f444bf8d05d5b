package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Our classes once more, loaded where Bouncy Castle is not on the class path. */
class WithoutBouncyCastleTest {
    @Test
    void theJdkComputesWhatItHas() throws ReflectiveOperationException {
        Class<?> chooser =
                Class.forName("io.tallygate.jwt.CryptographyOfProcess", true, new Without("org.bouncycastle."));
        Method get = chooser.getDeclaredMethod("get");
        get.setAccessible(true);
        assertThat(get.invoke(null).getClass().getName()).isEqualTo("io.tallygate.jwt.JdkCryptography");
        assertThat(chooser).isNotSameAs(CryptographyOfProcess.class);
    }

    private static final class Without extends ClassLoader {
        private final String missing;

        Without(String missing) {
            super(WithoutBouncyCastleTest.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(missing)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && name.startsWith("io.tallygate.jwt.")) {
                loaded = define(name);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
