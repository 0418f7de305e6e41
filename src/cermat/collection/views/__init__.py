"""Pages of the collecting: overview, sheets, checking, closing."""

from cermat.collection.views.checking import correction as correction
from cermat.collection.views.checking import returning as returning
from cermat.collection.views.checking import survey_result as survey_result
from cermat.collection.views.checking import validation as validation
from cermat.collection.views.evidence import upload as upload
from cermat.collection.views.evidence import upload_end as upload_end
from cermat.collection.views.filling import sending as sending
from cermat.collection.views.filling import sheet as sheet
from cermat.collection.views.filling import submission as submission
from cermat.collection.views.leading import closing as closing
from cermat.collection.views.leading import reminder as reminder
from cermat.collection.views.overview import approvals as approvals
from cermat.collection.views.overview import index as index
from cermat.collection.views.overview import mine as mine
from cermat.collection.views.overview import standing as standing
from cermat.collection.views.village import confirmation as confirmation
from cermat.collection.views.village import publication as publication
from cermat.collection.views.village import refusal as refusal
from cermat.collection.views.village import village as village
from cermat.collection.views.village import villages as villages
