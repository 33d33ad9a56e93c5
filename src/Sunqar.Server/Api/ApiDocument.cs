using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sunqar.Server.Api;

/// <summary>The API's description (docs/openapi.json), written by hand and served as it is; a test walks the addresses against
/// it.</summary>
internal static class ApiDocument
{
    private static readonly Lazy<byte[]> Bytes = new(Load);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/openapi/v1.json", () => Results.Bytes(Bytes.Value, "application/json")).WithName("openapi");

    private static byte[] Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
