using System.Security.Cryptography.X509Certificates;
using Sunqar.Server.Gateways;

namespace Sunqar.Server.Hosting;

/// <summary>The doors beside HTTP, which listen as long as the process does.</summary>
internal sealed class OpenGateways : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _gateways = [];

    /// <summary>Opens them; what comes before the desk is there is told to come again.</summary>
    /// <exception cref="IOException">An address cannot be listened on.</exception>
    public void Listen(GatewayOptions options, Doors doors, X509Certificate2? certificate, Action<string> listening)
    {
        foreach (var address in options.Iso8583)
        {
            var gateway = new Iso8583Gateway(address, certificate, doors.Desk);
            _gateways.Add(gateway);
            listening($"iso8583 {address.Institution} at {gateway.EndPoint}");
        }
        if (options.Zone.Address is null)
            return;
        var names = new ZoneGateway(options.Zone, doors.Zone);
        _gateways.Add(names);
        listening($"zone {doors.Zone.Origin} at {names.EndPoint}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
    }
}
