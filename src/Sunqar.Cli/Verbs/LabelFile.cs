using Sunqar.Core.Chain;
using Sunqar.Formats;

namespace Sunqar.Cli.Verbs;

internal static class LabelFile
{
    public static BadInput? Read(string path, ServiceLabels labels) => null;
}
