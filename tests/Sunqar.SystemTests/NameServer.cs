using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A real BIND 9 on a free loopback port: keeps one site that resolves, and takes the blocklist's zone from our hidden primary as its response policy.</summary>
internal sealed class NameServer : IDisposable
{
    private readonly Process _process;

    private NameServer(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    public IPEndPoint EndPoint { get; }

    /// <param name="site">A name that resolves until it is blocked.</param>
    /// <param name="primary">Where the zone is transferred from.</param>
    public static NameServer Start(string folder, int port, string site, string zone, IPEndPoint primary)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/named"), "bind9 is missing: no name server");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "site.db"), $"$TTL 60\n@ IN SOA localhost. hostmaster.localhost. 1 60 30 3600 60\n@ IN NS localhost.\n@ IN A 192.0.2.1\n");
        File.WriteAllText(Path.Combine(folder, "named.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            options {
              directory "{{folder}}"; pid-file "{{folder}}/named.pid"; session-keyfile "{{folder}}/session.key"; managed-keys-directory "{{folder}}";
              listen-on port {{port}} { 127.0.0.1; }; listen-on-v6 { none; };
              recursion yes; allow-query { 127.0.0.1; }; allow-recursion { 127.0.0.1; }; dnssec-validation no; notify no; empty-zones-enable no;
              response-policy { zone "{{zone}}"; } qname-wait-recurse no min-update-interval 1;
            };
            controls { };
            zone "{{zone}}" { type secondary; primaries port {{primary.Port}} { 127.0.0.1; }; file "{{folder}}/policy.db"; allow-notify { 127.0.0.1; }; min-refresh-time 1; max-refresh-time 2; min-retry-time 1; max-retry-time 2; };
            zone "{{site}}" { type primary; file "{{folder}}/site.db"; };
            """));
        var start = new ProcessStartInfo("/usr/sbin/named", ["-g", "-c", Path.Combine(folder, "named.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        // Nobody reads it: a full pipe would stop it.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new NameServer(process, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>A port that nobody listens on, over UDP and TCP.</summary>
    public static int FreePort()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit(10_000);
        _process.Dispose();
    }
}
