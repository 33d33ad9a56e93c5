using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Sunqar.Server.Entrance;

/// <summary>A request's whole body in the server's own buffers; whoever reads it advances the reader behind it.</summary>
internal readonly record struct Body(ReadOnlySequence<byte> Bytes, bool IsTooLarge)
{
    /// <summary>The whole body where it is there already; where not, nothing is taken.</summary>
    public static bool TryRead(HttpContext context, int bytesMax, out Body body)
    {
        body = new Body(default, true);
        var request = context.Request;
        if (request.ContentLength > bytesMax)
            return true;
        if (!request.BodyReader.TryRead(out var result))
            return false;
        if (result.Buffer.Length <= bytesMax && (result.IsCompleted || result.Buffer.Length == request.ContentLength))
        {
            body = new Body(result.Buffer, false);
            return true;
        }
        request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
        return false;
    }

    public static async ValueTask<Body> ReadAsync(HttpContext context, int bytesMax)
    {
        var request = context.Request;
        if (request.ContentLength > bytesMax)
            return new Body(default, true);
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > bytesMax)
            {
                reader.AdvanceTo(result.Buffer.End);
                return new Body(default, true);
            }
            if (result.IsCompleted || result.Buffer.Length == request.ContentLength)
                return new Body(result.Buffer, false);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}

/// <summary>Sends what was written as the response's body.</summary>
internal static class JsonResponse
{
    public static Task Send(this JsonText json, HttpContext context, string contentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        var written = json.Written;
        written.CopyTo(response.BodyWriter.GetSpan(written.Length));
        response.BodyWriter.Advance(written.Length);
        // Kestrel flushes when the request ends.
        return Task.CompletedTask;
    }
}
