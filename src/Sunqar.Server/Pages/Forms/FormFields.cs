using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;

namespace Sunqar.Server.Pages.Forms;

/// <summary>
/// What a form carries. Whoever reads a field says how long it may be; what is longer is refused with the field's name, never cut. The
/// enforcement has read the form and checked its token before.
/// </summary>
public sealed class FormFields(HttpContext context)
{
    /// <summary>Characters in a text where the reader names no other limit.</summary>
    public const int LengthMax = 2000;

    private readonly IFormCollection _form = context.Request.Form;

    /// <summary>Who sent it.</summary>
    public Actor Actor => context.Actor();

    /// <summary>What the server knows beside the form.</summary>
    public T Known<T>()
        where T : notnull => (T)context.RequestServices.GetService(typeof(T))!;

    /// <summary>The field that was too long or came twice; null where none did. What such a field gives is empty.</summary>
    public string? Unfit { get; private set; }

    /// <summary>The command's key, which <c>CommandForm</c> drew at random: a form sent twice is one act.</summary>
    public string Key => Text("key", Command.KeyLengthMax);

    /// <summary>A field, without blanks around it; empty where it is not there.</summary>
    public string Text(string name, int lengthMax = LengthMax)
    {
        var values = _form[name];
        if (values.Count == 0)
            return "";
        if (values.Count == 1 && values[0]!.Length <= lengthMax)
            return values[0]!.Trim();
        Unfit ??= name;
        return "";
    }

    /// <summary>All values of a field that may come several times, such as boxes that were ticked.</summary>
    public IReadOnlyList<string> Texts(string name, int countMax, int lengthMax = LengthMax)
    {
        var values = _form[name];
        if (values.Count <= countMax && values.All(value => value!.Length <= lengthMax))
            return [.. values.Select(value => value!.Trim())];
        Unfit ??= name;
        return [];
    }

    /// <summary>A field as one of an enum's names, in any case; the default where it is none.</summary>
    public T OneOf<T>(string name)
        where T : struct, Enum => MessageFields.TryWord<T>(Text(name, 64), out var value) ? value : default;

    /// <summary>A part of the address, e.g. the case's id.</summary>
    public string Route(string name)
    {
        if (context.Request.RouteValues[name] is string value && value.Length <= ServerLimits.IdLengthMax)
            return value;
        Unfit ??= name;
        return "";
    }

    /// <summary>The page that the form stood on.</summary>
    public string From => LocalAddress.Or(Text("from", 1024), "/");
}
