using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A real name server (BIND or Unbound) on a free loopback port, in a temporary folder, stopped with the test.</summary>
internal sealed class Resolver : IDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder;
    private readonly StringBuilder _said = new();

    private Resolver(Process process, TemporaryFolder folder, int port)
    {
        (_process, _folder, Port) = (process, folder, port);
        void Note(object _, DataReceivedEventArgs line)
        {
            lock (_said)
                _said.AppendLine(line.Data);
        }
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>What it said so far, for a failing test.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Answers every name there is with 192.0.2.1: the world outside.</summary>
    public static Task<Resolver> WorldAsync() =>
        BindAsync(
            (folder, port) =>
            {
                File.WriteAllText(
                    folder.At("root.db"),
                    "$TTL 60\n@ SOA localhost. root.localhost. 1 60 60 60 60\n@ NS localhost.\n* A 192.0.2.1\n"
                );
                return $"options {{ {Options(folder, port)} recursion no; }};\nzone "
                    + $"\".\" {{ type primary; file \"{folder.At("root.db")}\"; }};\n";
            }
        );

    /// <summary>A provider's BIND: a secondary of the policy zone, which asks the world for the rest.</summary>
    /// <param name="key">The clause of the key named sunqar; null for a transfer that is not signed.</param>
    public static Task<Resolver> BindAsync(int world, IPEndPoint primary, string zone, string? key, int port = 0) =>
        BindAsync(
            (folder, at) =>
                $$"""
                    {{key}}
                    options { {{Options(
                        folder,
                        at
                    )}} recursion yes; response-policy { zone "{{zone}}" min-update-interval 1; } qname-wait-recurse no; forward only; forwarders { 127.0.0.1 port {{world}}; }; };
                    zone "{{zone}}" { type secondary; primaries { 127.0.0.1 port {{primary.Port}}{{(
                        key is null ? "" : " key sunqar"
                    )}}; }; file "{{folder.At("policy.db")}}"; allow-notify { 127.0.0.1; }; };

                    """,
            port
        );

    /// <summary>A provider's Unbound, which takes the zone as a file over HTTP or by transfer.</summary>
    /// <param name="source">E.g. <c>url: "http://…"</c> or <c>primary: 127.0.0.1@5353</c>.</param>
    public static async Task<Resolver> UnboundAsync(int world, string zone, string source)
    {
        Assert.SkipUnless(Shell.Run("command -v unbound", "/").ExitCode == 0, "Unbound is missing");
        var folder = new TemporaryFolder();
        var port = FreePort();
        await File.WriteAllTextAsync(
            folder.At("unbound.conf"),
            $"""
            server:
              directory: "{folder.Path}"
              chroot: ""
              username: ""
              pidfile: "{folder.At("pid")}"
              use-syslog: no
              verbosity: 1
              interface: 127.0.0.1
              port: {port}
              do-daemonize: no
              do-not-query-localhost: no
              module-config: "respip iterator"
              access-control: 127.0.0.0/8 allow
            rpz:
              name: "{zone}"
              {source}
              zonefile: "{folder.At("policy.db")}"
            forward-zone:
              name: "."
              forward-addr: 127.0.0.1@{world}
            remote-control:
              control-enable: no

            """,
            TestContext.Current.CancellationToken
        );
        return await StartAsync(new ProcessStartInfo("unbound", ["-d", "-c", folder.At("unbound.conf")]), folder, port);
    }

    private static string Options(TemporaryFolder folder, int port) =>
        $"directory \"{folder.Path}\"; pid-file none; session-keyfile none; listen-on port {port} "
        + $"{{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; allow-query {{ any; }}; dnssec-validation no; "
        + "empty-zones-enable no; notify no; minimal-responses yes; max-journal-size 1m;";

    private static async Task<Resolver> BindAsync(Func<TemporaryFolder, int, string> configuration, int port = 0)
    {
        Assert.SkipUnless(Shell.Run("command -v named", "/").ExitCode == 0, "BIND is missing");
        var folder = new TemporaryFolder();
        var at = port == 0 ? FreePort() : port;
        await File.WriteAllTextAsync(
            folder.At("named.conf"),
            configuration(folder, at) + "controls { };\n",
            TestContext.Current.CancellationToken
        );
        return await StartAsync(new ProcessStartInfo("named", ["-g", "-n", "1", "-c", folder.At("named.conf")]), folder, at);
    }

    private static async Task<Resolver> StartAsync(ProcessStartInfo start, TemporaryFolder folder, int port)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var resolver = new Resolver(Process.Start(start)!, folder, port);
        await resolver.UntilAsync("a.world.example", answer => answer is not null);
        return resolver;
    }

    public static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Asks until the answer is as wished; fails, with what the server said, when it never is.</summary>
    public async Task<string?> UntilAsync(string name, Func<string?, bool> wished)
    {
        string? answer = null;
        for (var i = 0; i < 600; i++)
        {
            answer = await AskAsync(name);
            if (wished(answer))
                return answer;
            if (_process.HasExited)
                break;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException($"{name} is answered {answer ?? "nothing"}.\n{Said}");
    }

    /// <summary>An A query: the address, the last alias where there is no address, <c>NXDOMAIN</c> or another code; null for no
    /// answer.</summary>
    public async Task<string?> AskAsync(string name)
    {
        using var udp = new UdpClient(0, AddressFamily.InterNetwork);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        var query = new List<byte> { 7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.Split('.'))
            query.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        query.AddRange([0, 0, 1, 0, 1]);
        try
        {
            await udp.SendAsync(query.ToArray(), EndPoint, patience.Token);
            return Read((await udp.ReceiveAsync(patience.Token)).Buffer);
        }
        catch (Exception error)
            when (error is SocketException or OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Read(byte[] answer)
    {
        var code = answer[3] & 0xF;
        if (code != 0)
            return code == 3 ? "NXDOMAIN" : $"code {code}";
        var at = Skip(answer, 12) + 4;
        var alias = "NODATA";
        for (var i = BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6)); i > 0; i--)
        {
            at = Skip(answer, at);
            var (type, length) = (
                BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(at)),
                BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(at + 8))
            );
            if (type == 1)
                return new IPAddress(answer.AsSpan(at + 10, 4)).ToString();
            alias = "alias";
            at += 10 + length;
        }
        return alias;
    }

    private static int Skip(byte[] answer, int at)
    {
        while (answer[at] != 0)
        {
            if (answer[at] >= 0xC0)
                return at + 2;
            at += answer[at] + 1;
        }
        return at + 1;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
