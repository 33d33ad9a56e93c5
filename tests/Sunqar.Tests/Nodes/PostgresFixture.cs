using Sunqar.Tests.Nodes;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Sunqar.Tests.Nodes;

/// <summary>One server for all tests that need no standby; each has a schema of its own.</summary>
public sealed class PostgresFixture : IDisposable
{
    private readonly Lazy<PostgresServer> _server = new(PostgresServer.Start);
    private int _schemas;

    /// <summary>Started when first asked for, so that a machine without one skips each test.</summary>
    public PostgresServer Server => _server.Value;

    public string NewSchema() => $"s{Interlocked.Increment(ref _schemas)}";

    public void Dispose()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
    }
}
