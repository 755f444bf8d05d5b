package io.tallygate.quota.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One file: what the page cache shows of it, and what a loss of power would leave. */
final class SimFile {
    static final int PAGE = 4096;
    private static final int SECTOR = 512;

    private final Arena arena;
    private final List<Page> pages = new ArrayList<>();
    private long size;
    private long durableSize;

    private static final class Page {
        ByteBuffer bytes;
        int from;
        boolean mapped;
        /** What is on the platter; null stands for zeros. */
        byte @Nullable [] durable;

        Page(ByteBuffer bytes, int from) {
            this.bytes = bytes;
            this.from = from;
        }
    }

    SimFile(Arena arena) {
        this.arena = arena;
    }

    long size() {
        return size;
    }

    byte[] read(long position, int length) {
        int there = (int) Math.max(0, Math.min(length, size - position));
        byte[] result = new byte[there];
        for (int done = 0; done < there; ) {
            Page page = pages.get((int) ((position + done) / PAGE));
            int in = (int) ((position + done) % PAGE);
            int now = Math.min(PAGE - in, there - done);
            page.bytes.get(page.from + in, result, done, now);
            done += now;
        }
        return result;
    }

    void write(long position, byte[] content) {
        grow(position + content.length);
        for (int done = 0; done < content.length; ) {
            Page page = pages.get((int) ((position + done) / PAGE));
            int in = (int) ((position + done) % PAGE);
            int now = Math.min(PAGE - in, content.length - done);
            page.bytes.put(page.from + in, content, done, now);
            done += now;
        }
    }

    void grow(long to) {
        while ((long) pages.size() * PAGE < to) {
            pages.add(new Page(ByteBuffer.allocate(PAGE), 0));
        }
        size = Math.max(size, to);
    }

    /** Makes all written pages durable; mapped ones are left to the kernel's mood. */
    void force() {
        pages.stream().filter(page -> !page.mapped).forEach(SimFile::settle);
        durableSize = size;
    }

    /** All pages, as before a machine is shut down. */
    void forceAll() {
        pages.forEach(SimFile::settle);
        durableSize = size;
    }

    private static void settle(Page page) {
        byte[] durable = page.durable == null ? new byte[PAGE] : page.durable;
        page.bytes.get(page.from, durable);
        page.durable = durable;
    }

    ByteBuffer map(long position, int length) throws IOException {
        if (position % PAGE != 0 || position + length > size) {
            throw new IOException("cannot map " + length + " from " + position + " of " + size);
        }
        int first = (int) (position / PAGE);
        int count = (length + PAGE - 1) / PAGE;
        Page start = pages.get(first);
        if (!contiguous(first, count)) {
            remap(first, count);
            start = pages.get(first);
        }
        return start.bytes.slice(start.from, length);
    }

    private boolean contiguous(int first, int count) {
        Page start = pages.get(first);
        for (int i = 0; i < count; i++) {
            Page page = pages.get(first + i);
            if (!page.mapped || page.bytes != start.bytes || page.from != start.from + i * PAGE) {
                return false;
            }
        }
        return true;
    }

    private void remap(int first, int count) throws IOException {
        ByteBuffer region = arena.take(count * PAGE);
        byte[] copy = new byte[PAGE];
        for (int i = 0; i < count; i++) {
            Page page = pages.get(first + i);
            if (page.mapped) {
                throw new IOException("the simulated disk cannot map a page in two ways");
            }
            page.bytes.get(page.from, copy);
            region.put(i * PAGE, copy);
            page.bytes = region;
            page.from = i * PAGE;
            page.mapped = true;
        }
    }

    /** The kernel writes back some sectors of its own accord. */
    void writeBack(RandomGenerator random) {
        for (Page page : pages) {
            byte[] durable = page.durable == null ? new byte[PAGE] : page.durable;
            for (int sector = 0; sector < PAGE; sector += SECTOR) {
                if (random.nextBoolean()) {
                    page.bytes.get(page.from + sector, durable, sector, SECTOR);
                }
            }
            page.durable = durable;
        }
        durableSize = size;
    }

    /** What is found after the power came back: of every sector either what was forced or what was last stored. */
    SimFile afterPowerCut(RandomGenerator random) {
        SimFile left = new SimFile(arena);
        left.grow(random.nextBoolean() ? size : durableSize);
        int share = random.nextInt(4);
        for (int i = 0; i < left.pages.size(); i++) {
            Page was = pages.get(i);
            byte[] bytes = new byte[PAGE];
            for (int sector = 0; sector < PAGE; sector += SECTOR) {
                if (share > 0 && random.nextInt(share + 1) > 0) {
                    was.bytes.get(was.from + sector, bytes, sector, SECTOR);
                } else if (was.durable != null) {
                    System.arraycopy(was.durable, sector, bytes, sector, SECTOR);
                }
            }
            left.pages.get(i).bytes.put(0, bytes);
        }
        left.zeroBeyondSize();
        left.forceAll();
        return left;
    }

    private void zeroBeyondSize() {
        if (!pages.isEmpty() && size % PAGE != 0) {
            Page last = pages.get(pages.size() - 1);
            byte[] bytes = new byte[PAGE];
            last.bytes.get(last.from, bytes);
            Arrays.fill(bytes, (int) (size % PAGE), PAGE, (byte) 0);
            last.bytes.put(last.from, bytes);
        }
    }

    /** The same file on another machine. */
    SimFile fork() {
        SimFile copy = new SimFile(arena);
        copy.write(0, read(0, (int) size));
        for (int i = 0; i < pages.size(); i++) {
            byte[] durable = pages.get(i).durable;
            copy.pages.get(i).durable = durable == null ? null : durable.clone();
        }
        copy.durableSize = durableSize;
        return copy;
    }
}
