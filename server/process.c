#include "server/process.h"

#include "base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Pages: the first two numbers of proc(5), statm. */
static void read_memory(struct process_figures *ret)
{
    char text[256];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text) : -1;
    struct str rest = {text, n > 0 ? (size_t)n : 0}, total, resident;
    int64_t page = sysconf(_SC_PAGESIZE), pages;

    if (fd >= 0)
        close(fd);
    if (!str_cut(&rest, ' ', &total) || !str_cut(&rest, ' ', &resident))
        return;
    if (str_parse_i64(total, &pages) == 0)
        ret->virtual_bytes = pages * page;
    if (str_parse_i64(resident, &pages) == 0)
        ret->resident_bytes = pages * page;
}

static void count_files(struct process_figures *ret)
{
    DIR *dir = opendir("/proc/self/fd");
    struct rlimit files;
    int64_t n = 0;

    if (dir != NULL) {
        while (readdir(dir) != NULL)
            n++;
        closedir(dir);
        /* The folder lists itself, its parent, and the file that it is read by. */
        ret->open_files = n - 3;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY)
        ret->max_files = (int64_t)files.rlim_cur;
}

void process_read(struct process_figures *ret)
{
    struct timespec used;

    *ret = (struct process_figures){-1, -1, -1, -1, -1};
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0)
        ret->cpu_us = (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
    read_memory(ret);
    count_files(ret);
}
