using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>A real PostgreSQL on a free port of loopback, in a folder of its own, gone afterwards; with a second one that follows it, where
/// that is asked for. Its fsync is off: what a machine's fall does to a disk is PostgreSQL's own subject.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Standby = "standby1";

    private readonly string _folder;

    private PostgresServer(string folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The journal in a schema of this name.</summary>
    public string Place(string schema, string more = "") => $"postgres://sunqar@127.0.0.1:{Port}/postgres?schema={schema}{more}";

    /// <summary>For what a test asks and does beside the journal.</summary>
    public string Connection => $"Host=127.0.0.1;Port={Port};Username=sunqar;Database=postgres;Pooling=false;Timeout=2";

    public static PostgresServer Start()
    {
        Need("initdb");
        var folder = NewFolder();
        var server = new PostgresServer(folder, FreePort());
        server.As("initdb", "-D", server.Data, "-U", "sunqar", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C");
        server.Configure(
            $"port={server.Port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nfsync=off\nwal_level=replica\n"
                + "max_wal_senders=4\nhot_standby=on\nmax_connections=200\nwal_sender_timeout=2s\n"
        );
        server.Up();
        return server;
    }

    /// <summary>A standby that this server waits for from now on.</summary>
    public PostgresServer AddStandby()
    {
        Need("pg_basebackup");
        var standby = new PostgresServer(NewFolder(), FreePort());
        As(
            "pg_basebackup",
            "-D",
            standby.Data,
            "-R",
            "-X",
            "stream",
            "--no-sync",
            "-c",
            "fast",
            "-d",
            $"host=127.0.0.1 port={Port} user=sunqar application_name={Standby}"
        );
        standby.Configure($"port={standby.Port}\nwal_retrieve_retry_interval=100ms\n");
        standby.Up();
        Run($"ALTER SYSTEM SET synchronous_standby_names = '{Standby}'");
        Run("SELECT pg_reload_conf()");
        while (Ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") is not 1L)
            Thread.Sleep(20);
        return standby;
    }

    /// <summary>Makes a standby the server that takes writes; it waits for nobody.</summary>
    public void Promote()
    {
        Run("ALTER SYSTEM SET synchronous_standby_names = ''");
        As("pg_ctl", "promote", "-D", Data, "-w");
    }

    public void Run(string statement)
    {
        using var connection = new NpgsqlConnection(Connection);
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    public object? Ask(string question)
    {
        using var connection = new NpgsqlConnection(Connection);
        connection.Open();
        using var command = new NpgsqlCommand(question, connection);
        return command.ExecuteScalar();
    }

    public void Up() => As("pg_ctl", "start", "-D", Data, "-w", "-s", "-l", Path.Combine(_folder, "log"));

    /// <summary>Ends at once, as a machine that falls.</summary>
    public void Kill() => As("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w", "-s");

    public bool IsUp => File.Exists(Path.Combine(Data, "postmaster.pid"));

    public void Dispose()
    {
        if (IsUp)
            Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure(string lines) => File.AppendAllText(Path.Combine(Data, "postgresql.auto.conf"), lines);

    private static string NewFolder()
    {
        // PostgreSQL does not run as root, and another user does not reach a folder of root's own.
        var under =
            !IsRoot ? Path.GetTempPath()
            : Directory.Exists("/dev/shm") ? "/dev/shm"
            : "/tmp";
        var folder = Path.Combine(under, $"sunqar-pg-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (IsRoot)
            Shell("chown", "nobody", folder);
        return folder;
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Need(string program) => Assert.SkipWhen(Find(program) is null, $"{program} is absent (Debian's postgresql)");

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Concat(
                Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(at => at + "/bin") : []
            )
            .Select(at => Path.Combine(at, program))
            .FirstOrDefault(File.Exists);

    private void As(string program, params string[] arguments) =>
        Shell(
            IsRoot ? "setpriv" : Find(program)!,
            IsRoot ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups", Find(program)!, .. arguments] : arguments
        );

    private static void Shell(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var said = run.StandardError.ReadToEndAsync();
        run.WaitForExit();
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)}: {said.Result}")
            );
        }
        _ = output;
    }
}
